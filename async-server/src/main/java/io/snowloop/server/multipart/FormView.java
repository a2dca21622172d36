// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import io.snowloop.http.Request;
import io.snowloop.http.Response;

/** A view of a form with files: see {@link Multipart#form}. */
@FunctionalInterface
public interface FormView {
    /**
     * Answers a request with a form. Runs on the loop's thread, so it must not block.
     * @param request its body has been read: it is the form
     * @param form its temporary files are deleted when this has returned
     * @return the response
     * @throws Exception to have the app's error mapper make the response
     */
    Response view(Request request, MultipartForm form) throws Exception;
}
