package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.web.handler.WebResponse;
import dev.pctl.progress.web.internal.model.Json;
import dev.pctl.progress.web.internal.model.ViewJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions about logs: a part, a search, the file. Where no file may be read, the newest output is shown. */
final class LogPages {

    /** The most that a viewer downloads of a log, in bytes. Longer logs are read on the page, part by part. */
    static final long LONGEST_DOWNLOAD = 256L << 20;

    private final LogFiles files;

    LogPages(LogFiles files) {
        this.files = files;
    }

    /** Returns the part of a log that is asked for. */
    WebResponse part(RunView view, Query query) {
        String key = query.get("pkg");
        PackageView pkg = key == null ? null : ViewJson.find(view, key);
        String log = readable(view, query, pkg);
        if (log == null) {
            return Responses.json(output(view, pkg));
        }
        try (SeekableByteChannel channel = files.open(log)) {
            LogReader reader = new LogReader(channel);
            String text = query.get("q");
            if (text != null && !text.isEmpty()) {
                return Responses.json(reader.search(text));
            }
            long before = query.number("before", -1);
            return Responses.json(before >= 0 ? reader.before(before) : reader.part(query.number("from", -1)));
        } catch (IOException e) {
            return Responses.json(output(view, pkg));
        }
    }

    /** Returns the log that is asked for, if the run named it and the host allows it. */
    private @Nullable String readable(RunView view, Query query, @Nullable PackageView pkg) {
        String path = query.get("path") != null ? query.get("path") : pkg == null ? null : pkg.log();
        return path != null && ViewJson.logs(view).contains(path) && files.allows(path) ? path : null;
    }

    private static String output(RunView view, @Nullable PackageView pkg) {
        List<String> lines = pkg == null ? ViewJson.output(view) : pkg.output();
        return Json.object(json -> json.field("recent", true).strings("lines", lines));
    }

    WebResponse download(RunView view, Query query) throws IOException {
        String key = query.get("pkg");
        String log = readable(view, query, key == null ? null : ViewJson.find(view, key));
        if (log == null) {
            return Responses.refused(404, "The run named no such log, or the host does not allow it.");
        }
        SeekableByteChannel channel;
        try {
            channel = files.open(log);
        } catch (IOException e) {
            return Responses.refused(404, "The log cannot be read.");
        }
        return Responses.stream("text/plain; charset=utf-8", out -> copy(channel, out))
                .with("Content-Disposition", "attachment; filename=\"build-log.txt\"");
    }

    private static void copy(SeekableByteChannel channel, OutputStream out) throws IOException {
        try (channel) {
            byte[] buffer = new byte[1 << 16];
            java.io.InputStream in = Channels.newInputStream(channel);
            long left = LONGEST_DOWNLOAD;
            int read = in.read(buffer);
            while (read > 0 && left > 0) {
                out.write(buffer, 0, (int) Math.min(read, left));
                left -= read;
                read = in.read(buffer);
            }
            out.flush();
        }
    }
}
