using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>Makes an envelope from the addresses that users and files give.</summary>
static class EnvelopeRules
{
    /// <exception cref="MailException">One of them is not an address; the message names it.</exception>
    public static SmtpEnvelope Make(string from, IReadOnlyList<string> to)
    {
        var sender = Reverse(from);
        var paths = new ForwardPath[to.Count];
        for (var i = 0; i < paths.Length; i++)
            paths[i] = new ForwardPath(Checked(to[i], "recipient"));
        return new SmtpEnvelope(sender, paths);
    }

    static ReversePath Reverse(string from) =>
        NullSender.Is(from) ? ReversePath.Null : new ReversePath(Checked(from, "envelope-from"));

    static string Checked(string address, string role) => AddressParts.IsPath(address)
        ? address
        : throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, $"{role} address '{PrintableText.Text(address)}' is not an address");
}
