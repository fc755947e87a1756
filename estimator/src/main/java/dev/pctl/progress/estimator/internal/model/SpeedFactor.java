package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much slower or faster builds are than usual, learned from the builds that ended last: within a session, and on a
 * machine over hours, days and weeks. Each level is a scalar Kalman filter whose state decays towards zero (an
 * Ornstein-Uhlenbeck process); the factor is the sum of the states. All values are natural logarithms: 0.1 is about ten
 * percent slower.
 */
final class SpeedFactor {

    /** Limits the innovation of a single build. */
    private static final double LARGEST_INNOVATION = 0.4;

    /** Limits the state of each level: a factor of two. */
    private static final double FACTOR_LIMIT = 0.7;

    /**
     * One time scale.
     *
     * @param session whether there is a state for each session, or else for each machine
     * @param memory the seconds after which the state has decayed to 1/e without observations
     * @param variance the stationary variance of the state
     * @param noise the variance of a single observation
     * @param kept the share of the state by which a build's own duration is corrected before it is remembered
     */
    record Level(boolean session, double memory, double variance, double noise, double kept) {}

    /** Found by a walk-forward search over the build histories of three sites. */
    private static final List<Level> MACHINES = List.of(
            new Level(true, 7.2e3, 0.3, 0.25, 0.4),
            new Level(false, 1.8e4, 0.08, 0.5, 0.4),
            new Level(false, 3.5e5, 0.15, 0.5, 0.5),
            new Level(false, 7e6, 0.03, 1, 0.9));

    private static final class State {
        double value;
        double variance;
        double at;
    }

    private final List<Level> levels;
    private final double largestInnovation;

    /** For each level the states by machine and session; a level without sessions has one state for each machine. */
    private final List<Map<String, Map<String, State>>> states = new ArrayList<>();

    SpeedFactor(List<Level> levels, double largestInnovation) {
        this.levels = List.copyOf(levels);
        this.largestInnovation = largestInnovation;
        levels.forEach(l -> states.add(new HashMap<>()));
    }

    /** Returns the factor of machines and sessions. */
    static SpeedFactor ofMachines() {
        return new SpeedFactor(MACHINES, LARGEST_INNOVATION);
    }

    /** Returns the factor for a build that starts at a time in seconds since the epoch. */
    double at(BuildQuery query, double time) {
        double sum = 0;
        for (int i = 0; i < levels.size(); i++) {
            sum += value(i, query, time);
        }
        return sum;
    }

    /** Returns the part of the factor by which a duration is corrected before it is remembered. */
    double kept(BuildQuery query, double time) {
        double sum = 0;
        for (int i = 0; i < levels.size(); i++) {
            sum += value(i, query, time) * levels.get(i).kept();
        }
        return sum;
    }

    /**
     * Learns from a build.
     *
     * @param residual logarithm of its duration less that of the expected one without any factor
     */
    void learn(BuildQuery query, double time, double residual) {
        double innovation = clip(residual - at(query, time), largestInnovation);
        for (int i = 0; i < levels.size(); i++) {
            learn(i, query, time, innovation);
        }
    }

    private void learn(int index, BuildQuery query, double time, double innovation) {
        Level level = levels.get(index);
        State state = states.get(index)
                .computeIfAbsent(known(query.machine()), m -> new HashMap<>())
                .computeIfAbsent(session(level, query), s -> {
                    State fresh = new State();
                    fresh.variance = level.variance();
                    fresh.at = time;
                    return fresh;
                });
        double decay = decay(level, state, time);
        double variance = state.variance * decay * decay + level.variance() * (1 - decay * decay);
        double gain = variance / (variance + level.noise());
        state.value = clip(state.value * decay + gain * innovation, FACTOR_LIMIT);
        state.variance = (1 - gain) * variance;
        state.at = time;
    }

    private double value(int index, BuildQuery query, double time) {
        Level level = levels.get(index);
        State state =
                states.get(index).getOrDefault(known(query.machine()), Map.of()).get(session(level, query));
        return state == null ? 0 : state.value * decay(level, state, time);
    }

    private static double decay(Level level, State state, double time) {
        return Math.exp(-Math.max(0, time - state.at) / level.memory());
    }

    private static String session(Level level, BuildQuery query) {
        return level.session() ? known(query.session()) : "";
    }

    private static String known(@Nullable String name) {
        return name == null ? "" : name;
    }

    private static double clip(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}
