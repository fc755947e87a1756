package dev.pctl.progress.spack;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What the parser made of some bytes. */
record Reading(List<Fact> facts, List<Instant> times, RunView view, Outcome outcome) {

    static final Instant READ_AT = Instant.parse("2026-01-01T00:00:00Z");

    static Reading of(byte[] log) {
        return of(log, log.length + 1, new Random(0));
    }

    /** Reads the log in pieces of random size. */
    static Reading of(byte[] log, int largestPiece, Random random) {
        List<Fact> facts = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        RunProjection state = new RunProjection("run");
        LogParser parser = SpackParsers.standard().create((time, fact) -> {
            facts.add(fact);
            times.add(time);
            state.apply(new Event("run", "main", facts.size(), time, fact));
        });
        for (int from = 0; from < log.length; ) {
            int length = Math.min(log.length - from, 1 + random.nextInt(largestPiece));
            byte[] piece = new byte[length];
            System.arraycopy(log, from, piece, 0, length);
            parser.accept(piece, 0, length, READ_AT);
            Arrays.fill(piece, (byte) 'x');
            from += length;
        }
        parser.finish(READ_AT);
        return new Reading(facts, times, state.view(), parser.outcome());
    }

    /** Returns the facts as they are however the log was cut: output as single lines, behind the steps among them. */
    List<Fact> factsOfLines() {
        List<Fact> all = new ArrayList<>();
        List<LogFact.Output> lines = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact instanceof LogFact.Output block) {
                lines.addAll(linesOf(block));
            } else if (fact instanceof PhaseFact.Steps) {
                all.add(fact);
            } else {
                all.addAll(lines);
                lines.clear();
                all.add(fact);
            }
        }
        all.addAll(lines);
        return all;
    }

    static List<LogFact.Output> linesOf(LogFact.Output block) {
        return IntStream.range(0, block.lines().size())
                .mapToObj(i -> new LogFact.Output(
                        block.number() + i, block.pkg(), List.of(block.lines().get(i)), block.log()))
                .toList();
    }
}
