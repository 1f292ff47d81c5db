namespace Msmtp.Hosting;

/// <summary>Makes an envelope of what users and files call addresses.</summary>
static class EnvelopeRules
{
    /// <exception cref="MailException">What should be an address is none; the message names it.</exception>
    public static Envelope Make(string from, IReadOnlyList<string> to) =>
        new(Reverse(from), [.. to.Select(static address => new ForwardPath(Checked(address, "recipient")))]);

    static ReversePath Reverse(string from) =>
        NullSender.Is(from) ? ReversePath.Null : new ReversePath(Checked(from, "envelope-from"));

    static string Checked(string address, string role) => AddressParts.IsPath(address)
        ? address
        : throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, $"{role} address '{Printable.Text(address)}' is not an address");
}
