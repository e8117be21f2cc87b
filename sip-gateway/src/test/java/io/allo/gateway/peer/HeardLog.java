// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What was logged below a name since this was made. */
public final class HeardLog extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Consumer<String> each;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** @param logger name of the class that logs */
    public HeardLog(String logger) {
        this(logger, line -> {});
    }

    /** @param each runs on the thread that logs */
    public HeardLog(String logger, Consumer<String> each) {
        this.each = each;
        this.logger = Logger.getLogger(logger);
        setFormatter(new SimpleFormatter());
        this.logger.addHandler(this);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        String text = getFormatter().formatMessage(line);
        lines.add(text);
        each.accept(text);
    }

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
