using System.Text;
using Msmtp.Hosting;
using Msmtp.Host.Tests.Configuration;
using Msmtp.TestKit;
using Msmtp.Text;

namespace Msmtp.Host.Tests;

/// <summary>Nobody keeps the command busy with a long line: the work of each parser is in proportion to its input.</summary>
public sealed class GrowthTests
{
    static readonly Dictionary<string, (Action<byte[]> Parse, string Before)> Parsers = new()
    {
        ["address list"] = (static octets => AddressParser.Parse(octets), ""),
        ["address list behind a bracket"] = (static octets => AddressParser.Parse(octets), "Joe <"),
        ["address list behind a quote"] = (static octets => AddressParser.Parse(octets), "a@b, \""),
        ["address list behind a comment"] = (static octets => AddressParser.Parse(octets), "a@b, ("),
        ["mailbox"] = (static octets => AddressParser.Mailbox(OctetText.Decode(octets)), ""),
        ["recipient argument"] = (static octets => MessageRecipients.InArguments([OctetText.Decode(octets)]), "a@b, "),
        ["recipients"] = (static octets => MessageRecipients.In(Block(octets)), "To: "),
        ["sender"] = (static octets => MessageSender.OfEnvelope(Block(octets)), "From: "),
        ["header"] = (static octets => Whole(octets), "Subject: a\n"),
        ["message"] = (static octets => Whole(octets), ""),
        ["header findings"] = (static octets => HeaderFindings.In(Block(octets)), "From: "),
        ["name of the author"] = (static octets => AuthorName.In(Block(octets)), "From: "),
        ["name of the author in a comment"] = (static octets => AuthorName.In(Block(octets)), "From: root ("),
        ["name of the author in encoded words"] = (static octets => AuthorName.In(Block(octets)), "From: =?u?q?x?= "),
        ["names without a domain"] = (static octets => HeaderCompletion.Of(Block(octets), "x"), "To: "),
        ["names without a domain in a group"] = (static octets => HeaderCompletion.Of(Block(octets), "x"), "To: x: <a,"),
        ["senders of an account"] = (static octets => SenderPattern.MatchesAny(OctetText.Decode(octets), "me@x"), ""),
        ["encoded words"] = (static octets => EncodedWords.Encode(octets), ""),
        ["From field"] = (static octets => FromField.Value("me@x", OctetText.Decode(octets)), ""),
        ["To field"] = (static octets => ToField.Value(OctetText.Decode(octets).Split(',')), ""),
        ["aliases"] = (static octets => AliasFile.Read(octets, static _ => []).Expand(["a", "b"]), ""),
        ["aliases without length of line"] = (static octets => AliasFile.Check(Folded(octets), static _ => []), "a: "),
        ["included addresses"] = (static octets => AliasFile.Read("a: :include:/f"u8, _ => octets).Expand(["a"]), ""),
        ["msmtprc"] = (static octets => Msmtprc.Read(OctetText.Decode(octets)), ""),
        ["shell pattern"] = (static octets => ShellPattern.Matches("*[a-z]*a*b", OctetText.Decode(octets)), ""),
        ["sender pattern"] = (static octets => SenderPattern.Matches("*a+b*@x", OctetText.Decode(octets)), ""),
        ["text of octets"] = (static octets => OctetText.Encode(OctetText.Decode(octets)), ""),
        ["printable text"] = (static octets => PrintableText.Text(OctetText.Decode(octets)), ""),
        ["path"] = (static octets => AddressParts.IsPath(OctetText.Decode(octets)), "a"),
        ["mailbox of a setting"] = (static octets => AddressParts.OfMailbox(OctetText.Decode(octets) + ">"), "a"),
        ["domain of an address"] = (static octets => AddressParts.WithAsciiDomain(OctetText.Decode(octets)), "a@\u00E9"),
        ["normalization"] = (static octets => UnicodeText.Normalize(OctetText.Decode(octets), NormalizationForm.FormKC), "\u00E9"),
    };

    public static TheoryData<string> Names => [.. Parsers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Work_grows_as_the_input_does(string parser)
    {
        var (parse, before) = Parsers[parser];

        Assert.Empty(Growth.TooFast(parse, before));
    }

    // Without it, nobody would know that the others can fail.
    [Fact]
    public void What_looks_ahead_in_vain_is_seen()
    {
        Assert.Contains("(", Growth.TooFast(static (byte[] octets) =>
        {
            for (var i = 0; i < octets.Length; i++)
                _ = octets.AsSpan(i).IndexOf((byte)')') + octets.AsSpan(i).Count((byte)'[');
        }));
    }

    static HeaderBlock Block(byte[] octets) => HeaderBuffer.In([.. octets, (byte)'\n']);

    static byte[] Folded(byte[] octets)
    {
        for (var i = 300; i + 1 < octets.Length; i += 300)
            (octets[i], octets[i + 1]) = ((byte)'\n', (byte)' ');
        return octets;
    }

    static void Whole(byte[] octets)
    {
        var reading = MessageReader.ReadAsync(new MemoryStream(octets), RecipientSource.RequestAndHeader, size: null, CancellationToken.None).AsTask();
        Assert.True(reading.IsCompleted);
        _ = reading.GetAwaiter().GetResult();
    }
}
