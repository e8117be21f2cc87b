// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * In a native image Jitsi's OpenSSL library is not there, and its loader would fail in a way that the SRTP library does not
 * catch (JNA cannot start). Saying so at once lets it take the JDK's HMAC. No effect on the JVM.
 */
@TargetClass(className = "org.jitsi.utils.JNIUtils")
final class NativeSrtp {
    private NativeSrtp() {}

    @Substitute
    public static void loadLibrary(String name, ClassLoader loader) {
        throw new UnsatisfiedLinkError(name);
    }
}
