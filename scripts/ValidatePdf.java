import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDF files against PDF/A-3a and PDF/UA-1: a line for each file and
 * standard, the broken rules below it, and the counts at the end. Ends with 1
 * when a file breaks a rule or cannot be read.
 */
public final class ValidatePdf {
    private static final PDFAFlavour[] STANDARDS = {PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1};

    private ValidatePdf() {}

    public static void main(String[] files) {
        VeraGreenfieldFoundryProvider.initialise();
        int passed = 0;
        int failed = 0;
        for (String file : files) {
            for (PDFAFlavour standard : STANDARDS) {
                if (conforms(Path.of(file), standard)) {
                    passed++;
                } else {
                    failed++;
                }
            }
        }
        System.out.println(passed + " passed, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    /** Validates one file against one standard and prints what was found. */
    private static boolean conforms(Path file, PDFAFlavour standard) {
        try (InputStream bytes = Files.newInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(bytes, standard);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(standard, false)) {
            ValidationResult result = validator.validate(parser);
            print(result.isCompliant(), standard, file);
            brokenRules(result).forEach((rule, times) -> System.out.println("        " + rule + " (" + times + " times)"));
            return result.isCompliant();
        } catch (Exception fault) {
            print(false, standard, file);
            System.out.println("        cannot be read: " + fault.getMessage());
            return false;
        }
    }

    private static void print(boolean passed, PDFAFlavour standard, Path file) {
        System.out.printf("%-4s %-3s %s%n", passed ? "pass" : "FAIL", standard.getId(), file);
    }

    /** How often each rule is broken, in the order of the standard's clauses. */
    private static TreeMap<String, Integer> brokenRules(ValidationResult result) {
        TreeMap<String, Integer> rules = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                rules.merge(rule + " " + assertion.getMessage(), 1, Integer::sum);
            }
        }
        return rules;
    }
}
