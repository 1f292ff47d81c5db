namespace Msmtp;

/// <summary>
/// Something that the command does instead of sending a mail, chosen by an option. It gets the account that a mail would get, and takes no
/// recipients.
/// </summary>
/// <param name="Option">The option that chooses it.</param>
/// <param name="RunAsync">Runs it. Prints through the context; throws <see cref="MailException"/> if it fails.</param>
public sealed record CommandMode(SettingOption Option, Func<ModeContext, CancellationToken, ValueTask> RunAsync) : IRegistration
{
    /// <summary>It needs no account: msmtprc is not read, and the context's account is empty.</summary>
    public bool NeedsNoAccount { get; init; }

    /// <summary>
    /// What it does may mend an account that could not be used, such as a sign-in: queued mails that wait for that are then tried, although the
    /// configuration has not changed.
    /// </summary>
    public bool MendsAccount { get; init; }

    /// <summary>The label with which <c>--pretend</c> shows the option's argument; null if it does not.</summary>
    public string? ArgumentLabel { get; init; }

    string IRegistration.Kind => "mode";

    string? IRegistration.Name => "--" + Option.Name;
}

/// <summary>Adds <see cref="CommandMode"/>s to a registry.</summary>
public static class ModeRegistryExtensions
{
    /// <summary>Adds a mode of the command, such as <c>--serverinfo</c>.</summary>
    public static IPluginRegistry AddMode(this IPluginRegistry registry, CommandMode mode) => registry.Add(mode);
}
