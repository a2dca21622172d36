// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateExceptionHandler;
import io.snowloop.server.TemplateException;
import io.snowloop.server.Templates;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;

// region adapter
/** FreeMarker, plugged into {@code templates.html}. */
public record FreeMarker(Configuration configuration) implements Templates {
    /** The templates in a folder, which are read again when they have changed. All values are escaped for HTML. */
    public static FreeMarker in(Path folder) throws IOException {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setDirectoryForTemplateLoading(folder.toFile());
        configuration.setDefaultEncoding("UTF-8");
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE); // whatever the name of the template
        configuration.setRecognizeStandardFileExtensions(false);
        configuration.setTemplateExceptionHandler(
                TemplateExceptionHandler.RETHROW_HANDLER); // and no page with a stack trace
        configuration.setLogTemplateExceptions(false); // the app logs them
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        return new FreeMarker(configuration);
    }

    @Override
    public String render(String name, Object model) {
        try {
            StringWriter page = new StringWriter();
            configuration.getTemplate(name).process(model, page);
            return page.toString();
        } catch (ParseException e) {
            throw new TemplateException(
                    e.getTemplateName() + ", line " + e.getLineNumber() + ": " + e.getEditorMessage(), e);
        } catch (freemarker.template.TemplateException e) {
            throw new TemplateException(
                    e.getTemplateSourceName() + ", line " + e.getLineNumber() + ": " + e.getMessageWithoutStackTop(),
                    e);
        } catch (IOException e) {
            throw new TemplateException("no template \"" + name + "\" can be read: " + e.getMessage(), e);
        }
    }
}
// endregion
