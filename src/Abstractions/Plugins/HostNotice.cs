namespace Msmtp;

/// <summary>
/// Something that the user should know but that stops no mail. Passed to <see cref="PluginContext.Notify"/>; the command prints it, an
/// application logs it.
/// </summary>
/// <param name="Message">One line for the user: what happened, and to which file, host or plugin. Never a secret.</param>
public sealed record HostNotice(string Message)
{
    /// <summary>
    /// The record that a log could not write, so that it is not lost. It has addresses, which are personal data. Null if none was lost.
    /// </summary>
    public DeliveryRecord? LostRecord { get; init; }

    /// <summary>An exception that the plugin's contract does not allow, for its author; null if there is none.</summary>
    public Exception? Exception { get; init; }
}
