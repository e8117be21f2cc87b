// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

/**
 * What a tool does to the call besides its result.
 *
 * @param triggersHangup the call ends after the pending speech was played
 * @param triggersTransfer the call is transferred after the pending speech was played
 * @param mutesClientAudio from now on the caller is no longer listened to
 * @param skipResponseCreate the model is not asked for another response
 */
public record ToolFlags(
        boolean triggersHangup, boolean triggersTransfer, boolean mutesClientAudio, boolean skipResponseCreate) {
    public static final ToolFlags NONE = new ToolFlags(false, false, false, false);
    /** What follows needs no words of the model. */
    public static final ToolFlags SILENT = new ToolFlags(false, false, false, true);

    public static final ToolFlags HANGUP = new ToolFlags(true, false, true, true);
    public static final ToolFlags TRANSFER = new ToolFlags(false, true, true, false);
    /** The tool's own announcement is said instead of another response. */
    public static final ToolFlags ANNOUNCED_TRANSFER = new ToolFlags(false, true, true, true);
}
