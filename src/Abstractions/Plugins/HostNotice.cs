namespace Msmtp;

/// <summary>
/// Something that stops no mail and that somebody should know. Who calls <see cref="PluginContext.Notify"/> says what happened; the
/// command prints it, an application's log keeps it.
/// </summary>
/// <param name="Message">One line for the user: what happened, and to which file, host or plugin. Never a secret.</param>
public sealed record HostNotice(string Message)
{
    /// <summary>
    /// What a log could not keep, so that it is not lost altogether. It holds addresses, which are personal data. Null: nothing was lost.
    /// </summary>
    public DeliveryRecord? LostRecord { get; init; }

    /// <summary>What a plugin threw that its contract does not allow, for its author. Null: nothing was thrown.</summary>
    public Exception? Exception { get; init; }
}
