package rung.probe.stage.kafka;

import com.fasterxml.jackson.core.JsonPointer;
import rung.probe.stage.KeyTemplate;

/** Where a message says of which position of stock it speaks. */
public sealed interface Position {
    /**
     * In its key.
     *
     * @param template of the whole key as text, such as <code>{store}:{sku}</code>
     */
    record InKey(String template) implements Position {
        public InKey {
            KeyTemplate key = KeyTemplate.of(template);
            if (!key.namesStore() || !key.namesSku()) {
                throw new IllegalArgumentException("key \"" + template
                        + "\" does not name both {store} and {sku}; write how the whole key of a message reads, or leave"
                        + " it out and write where store and sku stand in the value");
            }
        }
    }

    /**
     * In its value.
     *
     * @param store JSON Pointer of the store's id
     * @param sku JSON Pointer of the SKU's id
     */
    record InValue(String store, String sku) implements Position {
        public InValue {
            pointer("store", store);
            pointer("sku", sku);
        }
    }

    /** Compiles {@code text}; {@code name} is what messages call it. */
    static JsonPointer pointer(String name, String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " \"" + text + "\" is no JSON Pointer; it begins with a slash, such as /" + name, e);
        }
    }
}
