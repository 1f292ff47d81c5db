namespace Msmtp;

/// <summary>
/// Something that the command does instead of sending a mail, chosen by an option. It gets the account that a mail would
/// have got, and takes no recipients.
/// </summary>
/// <param name="Option">The option that chooses it.</param>
/// <param name="RunAsync">
/// Does it. Prints through the context; throws <see cref="MailException"/> when it cannot be done.
/// </param>
public sealed record CommandMode(SettingOption Option, Func<ModeContext, CancellationToken, ValueTask> RunAsync) : IRegistration
{
    /// <summary>Works without an account: nothing is read from msmtprc, and the context's account is empty.</summary>
    public bool NeedsNoAccount { get; init; }

    /// <summary>How <c>--pretend</c> shows the option's argument; null: not at all.</summary>
    public string? ArgumentLabel { get; init; }

    string IRegistration.Kind => "mode";

    string? IRegistration.Name => "--" + Option.Name;
}

/// <summary>The short form of a <see cref="CommandMode"/>.</summary>
public static class ModeRegistryExtensions
{
    /// <summary>Adds a mode of the command, such as <c>--serverinfo</c>.</summary>
    public static IPluginRegistry AddMode(this IPluginRegistry registry, CommandMode mode) => registry.Add(mode);
}
