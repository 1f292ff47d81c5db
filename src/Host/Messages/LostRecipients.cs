using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Fields that name recipients, or seem to, after a line that has ended the header. When recipients are read from the mail, these are
/// meant: going on would lose a copy, or reveal a Bcc to everybody.
/// </summary>
static class LostRecipients
{
    /// <param name="text">What follows the header without an empty line, up to the first one, with every line terminated.</param>
    /// <param name="firstLine">The number of its first line in the message.</param>
    /// <exception cref="MailException">There is such a field.</exception>
    public static void Check(ReadOnlyMemory<byte> text, int firstLine)
    {
        var line = firstLine;
        foreach (var field in new HeaderBlock(text, HasEmptyLine: false))
        {
            if (HeaderLine.IsField(field.Octets) && (field.IsDestination || field.IsResent))
                throw Lost(firstLine, OctetText.Decode(field.Name), line);
            line += field.Octets.Count((byte)'\n');
        }
    }

    static MailException Lost(int textLine, string name, int line) => new(
        ExitCode.DataErr,
        DeliveryStage.Configure,
        $"line {textLine} of the mail is not a header field and ends the header, but line {line} is a field {name.Trim()}: "
            + "is an empty line missing between header and body?");
}
