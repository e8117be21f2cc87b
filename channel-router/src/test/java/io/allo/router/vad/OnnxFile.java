// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vad;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes small ONNX graphs (protocol buffers, opset 11) with the inputs and outputs of a Silero model, but without its weights. */
final class OnnxFile {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    /** {@code output} is 1 for a window whose mean amplitude is above the limit; {@code stateN} is {@code state} plus one. */
    static byte[] loudness(float limit) {
        OnnxFile file = new OnnxFile();
        file.node("Abs", List.of("input"), "amplitudes");
        file.node("ReduceMean", List.of("amplitudes"), "mean"); // over all axes: [1, 1]
        file.node("Sub", List.of("mean", "limit"), "above");
        file.node("Mul", List.of("above", "steep"), "logit");
        file.node("Sigmoid", List.of("logit"), "output");
        return file.floats("limit", limit).floats("steep", 100_000).finish();
    }

    /** {@code output} is the state's first number; it grows by 0.1 with every window, if the caller hands it on. */
    static byte[] memory() {
        OnnxFile file = new OnnxFile();
        file.node("ReduceMax", List.of("state"), "most"); // [1, 1, 1]
        file.node("Squeeze", List.of("most"), "flat");
        file.node("Unsqueeze", List.of("flat"), "row", axes(0, 1));
        file.node("Identity", List.of("row"), "output");
        return file.finish();
    }

    static byte[] somethingElse() {
        OnnxFile file = new OnnxFile();
        file.node("Identity", List.of("x"), "y");
        file.value(11, "x", FLOAT, 1);
        file.value(12, "y", FLOAT, 1);
        return file.model();
    }

    private byte[] finish() {
        node("Add", List.of("state", "more"), "stateN");
        floats("more", 0.1f);
        value(11, "input", FLOAT, 1, SileroActivity.INPUT);
        value(11, "state", FLOAT, 2, 1, 128);
        value(11, "sr", INT64, 1);
        value(12, "output", FLOAT, 1, 1);
        value(12, "stateN", FLOAT, 2, 1, 128);
        return model();
    }

    private byte[] model() {
        var name = new ByteArrayOutputStream();
        name.writeBytes(graph.toByteArray());
        bytes(name, 2, text("g"));
        var opset = new ByteArrayOutputStream();
        number(opset, 2, 11);
        var model = new ByteArrayOutputStream();
        number(model, 1, 6);
        bytes(model, 7, name.toByteArray());
        bytes(model, 8, opset.toByteArray());
        return model.toByteArray();
    }

    private void node(String operator, List<String> inputs, String output, byte[]... attributes) {
        var node = new ByteArrayOutputStream();
        inputs.forEach(input -> bytes(node, 1, text(input)));
        bytes(node, 2, text(output));
        bytes(node, 4, text(operator));
        for (byte[] attribute : attributes) {
            bytes(node, 5, attribute);
        }
        bytes(graph, 1, node.toByteArray());
    }

    private static byte[] axes(int... axes) {
        var attribute = new ByteArrayOutputStream();
        bytes(attribute, 1, text("axes"));
        for (int axis : axes) {
            number(attribute, 8, axis);
        }
        number(attribute, 20, 7); // INTS
        return attribute.toByteArray();
    }

    private OnnxFile floats(String name, float value) {
        var tensor = new ByteArrayOutputStream();
        number(tensor, 2, FLOAT);
        bytes(tensor, 8, text(name));
        bytes(
                tensor,
                9,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(value)
                        .array());
        bytes(graph, 5, tensor.toByteArray());
        return this;
    }

    private void value(int field, String name, int type, int... dimensions) {
        var shape = new ByteArrayOutputStream();
        for (int dimension : dimensions) {
            var one = new ByteArrayOutputStream();
            number(one, 1, dimension);
            bytes(shape, 1, one.toByteArray());
        }
        var tensor = new ByteArrayOutputStream();
        number(tensor, 1, type);
        bytes(tensor, 2, shape.toByteArray());
        var typed = new ByteArrayOutputStream();
        bytes(typed, 1, tensor.toByteArray());
        var value = new ByteArrayOutputStream();
        bytes(value, 1, text(name));
        bytes(value, 2, typed.toByteArray());
        bytes(graph, field, value.toByteArray());
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3 | VARINT);
        varint(out, value);
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        varint(out, (long) field << 3 | BYTES);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left > 0x7F) {
            out.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
