package rung.probe.source.kafka;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import rung.core.config.Suggestion;

/** Values of Protobuf, from their JSON as Protobuf's specification has it. */
final class ProtobufValue {
    private static final int LONGEST_SHOWN = 200;

    private ProtobufValue() {}

    /**
     * The message called {@code name} among those of {@code files}.
     *
     * @throws IllegalArgumentException with cause and cure, when there is none
     */
    static Descriptor message(FileDescriptorSet files, String name) {
        Map<String, FileDescriptor> linked = new LinkedHashMap<>();
        Map<String, Descriptor> messages = new LinkedHashMap<>();
        for (FileDescriptorProto file : files.getFileList()) {
            FileDescriptor one = linked(file, linked);
            linked.put(file.getName(), one);
            one.getMessageTypes().forEach(message -> collect(message, messages));
        }
        return Optional.ofNullable(messages.get(name)).orElseThrow(() -> {
            String known = "there are " + String.join(", ", new TreeSet<>(messages.keySet()));
            return new IllegalArgumentException("message " + name + " is not in the schema; "
                    + Suggestion.nearest(name, messages.keySet())
                            .map(near -> "did you mean " + near + "? (" + known + ")")
                            .orElse(known));
        });
    }

    /** {@code protoc} writes a file behind those that it imports. */
    private static FileDescriptor linked(FileDescriptorProto file, Map<String, FileDescriptor> before) {
        List<FileDescriptor> imports = new ArrayList<>();
        for (String name : file.getDependencyList()) {
            imports.add(Optional.ofNullable(before.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("the schema imports " + name
                            + ", which is not in it; write it with protoc --include_imports --descriptor_set_out")));
        }
        try {
            return FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw new IllegalArgumentException(
                    "schema is no set of Protobuf's files: " + e.getMessage()
                            + "; write it with protoc --include_imports --descriptor_set_out",
                    e);
        }
    }

    private static void collect(Descriptor message, Map<String, Descriptor> messages) {
        messages.put(message.getFullName(), message);
        message.getNestedTypes().forEach(nested -> collect(nested, messages));
    }

    /**
     * The bytes for {@code json}.
     *
     * @throws IllegalArgumentException with cause and cure, when it does not fit the message
     */
    static byte[] of(Descriptor message, String json) {
        DynamicMessage.Builder value = DynamicMessage.newBuilder(message);
        try {
            JsonFormat.parser().merge(json, value);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "value does not fit message " + message.getFullName() + ": " + e.getMessage()
                            + "; filled it begins "
                            + json.strip()
                                    .substring(
                                            0,
                                            Math.min(LONGEST_SHOWN, json.strip().length()))
                            + "; give fields the names and kinds that the schema has",
                    e);
        }
        return value.build().toByteArray();
    }

    /** Where the message stands in its file: the place of its outermost message, then of each one within. */
    static List<Integer> place(Descriptor message) {
        List<Integer> place = new ArrayList<>();
        for (Descriptor at = message; at != null; at = at.getContainingType()) {
            place.add(0, at.getIndex());
        }
        return place;
    }
}
