namespace Msmtp.Hosting;

/// <summary>Makes an envelope of what users and files call addresses.</summary>
static class EnvelopeRules
{
    /// <exception cref="MailException">An address holds what cannot stand in a command; the message names it.</exception>
    public static Envelope Make(string from, IReadOnlyList<string> to) =>
        new(new ReversePath(Checked(Reverse(from))), [.. to.Select(address => new ForwardPath(Checked(address)))]);

    static string Reverse(string from) => NullSender.Is(from) ? "" : from;

    static string Checked(string address) => CommandText.IsSafe(address)
        ? address
        : throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, $"the address {Shown(address)} holds a line break or NUL");

    static string Shown(string address) => address.ReplaceLineEndings("?").Replace('\0', '?');
}
