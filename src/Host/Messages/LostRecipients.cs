using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Fields that name recipients, or look as if they did, behind a line that has ended the header. Whoever has the recipients read from the
/// mail means them: to go on would lose a copy, or show to everybody who gets a blind one.
/// </summary>
static class LostRecipients
{
    /// <param name="text">What follows the header without an empty line, up to the first one; lines ended.</param>
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
