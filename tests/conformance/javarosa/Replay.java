// Plays jobs on JavaRosa: one JSON job a line on standard input, one JSON result a line out.
//
//     java -cp ODK_Validate.jar Replay.java
//
// The jar comes with pyxform and carries JavaRosa and Jackson. Jobs and results are those of
// webforms/replay.mjs, without "fuzz". Whoever starts this process limits its time: an engine that hangs
// cannot be stopped from inside.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.core.services.storage.StorageManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;

public class Replay {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PROPERTIES = Map.of(
        "deviceid", "device", "username", "user", "phonenumber", "1", "email", "e@x");
    private static final Pattern POSITION = Pattern.compile("^(.*)\\[(\\d+)\\]$");

    private final FormDef form;
    private final FormEntryModel model;
    private final FormEntryController controller;
    /** Where a person meets a node, by its reference with all positions. */
    private final Map<String, FormIndex> indexes = new HashMap<>();

    private Replay(FormDef form) {
        this.form = form;
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        form.initialize(true, new InstanceInitializationFactory());
        visit();
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // What the engine prints belongs to no result.
        System.setOut(new PrintStream(PrintStream.nullOutputStream()));
        System.setErr(new PrintStream(PrintStream.nullOutputStream()));
        prepare();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode job = JSON.readTree(line);
            ObjectNode result = JSON.createObjectNode();
            result.set("id", job.get("id"));
            try {
                result.setAll(job.path("bench").asBoolean() ? measure(job) : play(job));
            } catch (Throwable error) { // also a StackOverflowError is the job's own failure
                result.put("status", "error").put("error", message(error));
            }
            out.println(JSON.writeValueAsString(result));
        }
    }

    private static void prepare() {
        StorageManager.setStorageFactory((name, type) -> new org.javarosa.core.services.storage.util.DummyIndexedStorageUtility<>());
        new JavaRosaCoreModule().registerModule();
        new CoreModelModule().registerModule();
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new Properties());
    }

    private static String message(Throwable error) {
        Throwable cause = error;
        while (cause.getMessage() == null && cause.getCause() != null) cause = cause.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    // ---- jobs

    private static FormDef load(JsonNode job) throws Exception {
        Path file = Path.of(job.get("form").asText());
        Path folder = job.hasNonNull("media") ? Path.of(job.get("media").asText()) : file.getParent();
        ReferenceManager.instance().reset();
        ReferenceManager.instance().addReferenceFactory(new Folder(folder));
        return new XFormParser(new StringReader(Files.readString(file))).parse();
    }

    private static ObjectNode play(JsonNode job) throws Exception {
        Replay replay = new Replay(load(job));
        boolean last = job.path("last").asBoolean();
        ObjectNode result = JSON.createObjectNode().put("status", "ok");
        ArrayNode languages = result.putArray("languages");
        String[] names = replay.model.getLanguages();
        for (String name : names == null ? new String[] {""} : names) languages.add(name);
        ArrayNode steps = JSON.createArrayNode();
        if (!last) steps.addObject().set("nodes", replay.states());
        for (JsonNode operation : job.path("script")) {
            try {
                replay.perform(operation);
                replay.visit();
                if (!last) steps.addObject().set("nodes", replay.states());
            } catch (RuntimeException | StackOverflowError error) {
                steps.addObject().put("error", message(error));
            }
        }
        if (last) result.set("nodes", replay.states());
        else result.set("steps", steps);
        if (last && !steps.isEmpty()) result.set("errors", steps);
        byte[] xml = new XFormSerializingVisitor().serializeInstance(replay.form.getMainInstance());
        return result.put("instance", new String(xml, StandardCharsets.UTF_8));
    }

    private static ObjectNode measure(JsonNode job) throws Exception {
        long started = System.nanoTime();
        Replay replay = new Replay(load(job));
        ObjectNode result = JSON.createObjectNode().put("status", "ok");
        result.put("load", (System.nanoTime() - started) / 1e6);
        ArrayNode answers = result.putArray("answers");
        for (JsonNode operation : job.path("script")) {
            replay.perform(operation, answers);
        }
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return result.put("memory", runtime.totalMemory() - runtime.freeMemory());
    }

    private void perform(JsonNode operation) {
        perform(operation, JSON.createArrayNode());
    }

    /** Does one operation and adds its milliseconds; finding where to answer is not the engine's cascade. */
    private void perform(JsonNode operation, ArrayNode times) {
        String path = operation.path("path").asText(), value = operation.path("value").asText("");
        Runnable work = switch (operation.path("op").asText()) {
            case "set" -> answer(find(path), value);
            case "add" -> () -> add(path, operation.path("after"));
            case "remove" -> () -> remove(path);
            case "language" -> () -> controller.setLanguage(value);
            default -> throw new IllegalArgumentException("unknown operation: " + operation);
        };
        FormEntryPrompt read = operation.has("read") ? prompt(find(operation.get("read").asText())) : null;
        long started = System.nanoTime();
        work.run();
        if (read != null) read.getSelectChoices().size();
        times.add((System.nanoTime() - started) / 1e6);
        if (!operation.path("op").asText().equals("set")) visit();
    }

    // ---- operations

    private Runnable answer(TreeElement node, String value) {
        FormIndex index = indexes.get(key(node.getRef()));
        boolean asked = index != null && form.getChild(index) instanceof QuestionDef;
        if (!asked) {
            IAnswerData data = value.isEmpty() ? null : XFormAnswerDataParser.getAnswerData(value, node.getDataType());
            return () -> form.setValue(data, node.getRef(), node, true);
        }
        IAnswerData data = parse(value, node, prompt(node));
        return () -> controller.saveAnswer(index, data, true);
    }

    private IAnswerData parse(String value, TreeElement node, FormEntryPrompt prompt) {
        if (value.isEmpty()) return null;
        int control = prompt.getControlType();
        if (control == org.javarosa.core.model.Constants.CONTROL_SELECT_ONE) {
            return new SelectOneData(selection(value, prompt));
        }
        if (control == org.javarosa.core.model.Constants.CONTROL_SELECT_MULTI
            || control == org.javarosa.core.model.Constants.CONTROL_RANK) {
            List<Selection> chosen = java.util.Arrays.stream(value.trim().split("\\s+"))
                .map(token -> selection(token, prompt)).toList();
            return new MultipleItemsData(chosen);
        }
        IAnswerData data = XFormAnswerDataParser.getAnswerData(value, node.getDataType(), prompt.getQuestion());
        return data instanceof org.javarosa.core.model.data.UncastData ? new StringData(value) : data;
    }

    private static Selection selection(String value, FormEntryPrompt prompt) {
        for (SelectChoice choice : prompt.getSelectChoices()) {
            if (choice.getValue().equals(value)) return choice.selection();
        }
        throw new IllegalArgumentException("not among the choices: " + value);
    }

    private void add(String path, JsonNode after) {
        TreeReference range = reference(path);
        int count = form.getEvaluationContext().expandReference(range).size();
        if (after.isInt() && after.asInt() < count) {
            throw new UnsupportedOperationException("JavaRosa adds repeat instances at the end only");
        }
        TreeReference parent = find(path.substring(0, path.lastIndexOf('/'))).getRef();
        controller.newRepeat(indexOfNew(parent.extendRef(range.getNameLast(), count)));
    }

    private FormIndex indexOfNew(TreeReference wanted) {
        FormIndex index = FormIndex.createBeginningOfFormIndex();
        for (index = model.incrementIndex(index); index.isInForm(); index = model.incrementIndex(index)) {
            if (key(index.getReference()).equals(key(wanted))) return index;
        }
        throw new IllegalArgumentException("no such repeat: " + wanted.toString(true, true));
    }

    private void remove(String path) {
        FormIndex index = indexes.get(key(find(path).getRef()));
        if (index == null) throw new IllegalArgumentException("no such path: " + path);
        form.deleteRepeat(index);
    }

    // ---- nodes

    /** Goes through the form as a person would, which creates counted repeat instances and clears lost choices. */
    private void visit() {
        indexes.clear();
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex());
        for (; index.isInForm(); index = model.incrementIndex(index)) {
            indexes.putIfAbsent(key(index.getReference()), index);
            if (!model.isIndexRelevant(index)) continue;
            model.setQuestionIndex(index);
            if (form.getChild(index) instanceof QuestionDef question && question.getDynamicChoices() != null) {
                model.getQuestionPrompt(index).getSelectChoices();
            }
        }
    }

    private static String key(TreeReference reference) {
        return reference == null ? "" : reference.toString(true, true);
    }

    private TreeReference reference(String path) {
        TreeReference reference = TreeReference.rootRef();
        for (String step : path.substring(1).split("/")) {
            Matcher position = POSITION.matcher(step);
            boolean given = position.matches();
            reference = reference.extendRef(given ? position.group(1) : step,
                given ? Integer.parseInt(position.group(2)) - 1 : TreeReference.INDEX_UNBOUND);
        }
        return reference;
    }

    private TreeElement find(String path) {
        List<TreeReference> found = form.getEvaluationContext().expandReference(reference(path));
        if (found == null || found.size() != 1) throw new IllegalArgumentException("no such path: " + path);
        return form.getMainInstance().resolveReference(found.get(0));
    }

    private FormEntryPrompt prompt(TreeElement node) {
        FormIndex index = indexes.get(key(node.getRef()));
        return index != null && form.getChild(index) instanceof QuestionDef ? model.getQuestionPrompt(index) : null;
    }

    private ArrayNode states() {
        ArrayNode nodes = JSON.createArrayNode();
        TreeElement root = form.getMainInstance().getRoot();
        walk(root, "/" + root.getName(), nodes);
        return nodes;
    }

    private void walk(TreeElement node, String path, ArrayNode nodes) {
        nodes.add(state(node, path));
        for (int i = 0; i < node.getNumChildren(); i++) {
            TreeElement child = node.getChildAt(i);
            if (child.getMult() == TreeReference.INDEX_TEMPLATE) continue;
            String step = child.isRepeatable() ? "[" + (child.getMult() + 1) + "]" : "";
            walk(child, path + "/" + child.getName() + step, nodes);
        }
    }

    private ObjectNode state(TreeElement node, String path) {
        FormEntryPrompt prompt = prompt(node);
        boolean leaf = node.getNumChildren() == 0 && !node.isRepeatable();
        ObjectNode state = JSON.createObjectNode().put("path", path).put("type", type(node, prompt, leaf));
        state.put("relevant", node.isRelevant()).put("required", node.isRequired()).put("readonly", !node.isEnabled());
        if (leaf) {
            String violation = violation(node);
            state.put("valid", violation == null);
            if (violation != null) state.put("violation", violation);
            state.put("value", node.isRelevant() ? value(node) : "");
        }
        if (prompt != null) {
            state.put("label", prompt.getQuestionText()).put("hint", prompt.getHelpText());
            if (prompt.getQuestion().getDynamicChoices() != null || prompt.getQuestion().getChoices() != null) {
                choices(prompt, state.putArray("choices"));
            }
        }
        return state;
    }

    private static String type(TreeElement node, FormEntryPrompt prompt, boolean leaf) {
        if (node.isRepeatable()) return "repeat-instance";
        if (!leaf) return node.getParent() == null ? "root" : "group";
        return prompt == null ? "model-value" : "input";
    }

    private String violation(TreeElement node) {
        if (!node.isRelevant()) return null;
        if (node.isRequired() && value(node).isEmpty()) return "required";
        return form.evaluateConstraint(node.getRef(), node.getValue()) ? null : "constraint";
    }

    private static String value(TreeElement node) {
        if (node.getValue() == null) return "";
        Object text = new XFormAnswerDataSerializer().serializeAnswerData(node.getValue(), node.getDataType());
        return text == null ? node.getValue().getDisplayText() : text.toString();
    }

    private static void choices(FormEntryPrompt prompt, ArrayNode choices) {
        for (SelectChoice choice : prompt.getSelectChoices()) {
            choices.addArray().add(choice.getValue()).add(prompt.getSelectChoiceText(choice));
        }
    }

    // ---- what JavaRosa asks of its surroundings

    /** The files of one folder, whatever part of a jr:// address they are asked for by. */
    private record Folder(Path folder) implements ReferenceFactory {
        @Override public boolean derives(String uri) {
            return uri.startsWith("jr://");
        }

        @Override public Reference derive(String uri) {
            return new MediaFile(folder.resolve(uri.substring(uri.lastIndexOf('/') + 1)).toFile(), uri);
        }

        @Override public Reference derive(String uri, String context) {
            return derive(uri);
        }
    }

    private record MediaFile(File file, String uri) implements Reference {
        @Override public boolean doesBinaryExist() {
            return file.isFile();
        }

        @Override public InputStream getStream() throws java.io.IOException {
            return new FileInputStream(file);
        }

        @Override public String getURI() {
            return uri;
        }

        @Override public String getLocalURI() {
            return file.getPath();
        }

        @Override public boolean isReadOnly() {
            return true;
        }

        @Override public java.io.OutputStream getOutputStream() throws java.io.IOException {
            throw new java.io.IOException("read only");
        }

        @Override public void remove() throws java.io.IOException {
            throw new java.io.IOException("read only");
        }

        @Override public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }

    private static final class Properties implements IPropertyManager {
        @Override public String getSingularProperty(String name) {
            return PROPERTIES.get(name);
        }

        @Override public List<String> getProperty(String name) {
            return PROPERTIES.containsKey(name) ? List.of(PROPERTIES.get(name)) : null;
        }

        @Override public void setProperty(String name, String value) { }

        @Override public void setProperty(String name, List<String> value) { }

        @Override public void addRules(IPropertyRules rules) { }

        @Override public List<IPropertyRules> getRules() {
            return List.of();
        }
    }
}
