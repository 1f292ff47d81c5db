using FsCheck.Xunit;
using Msmtp.Auth.Sasl.Bearer;
using Msmtp.Auth.Sasl.Digest;
using Msmtp.Auth.Sasl.Scram;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Tests;

/// <summary>What a server's message may make of its reader: a value or <see cref="InvalidDataException"/>, nothing else.</summary>
public sealed class MessageTests
{
    [Property(MaxTest = 2000)]
    public void Scrams_first_message_is_read_or_refused(byte[] noise, ushort position) =>
        ReadOrRefuse("r=nonce123,s=QSXC,i=4096,x=y", noise, position, static message => ScramServerFirst.Read(message, "nonce"));

    [Property(MaxTest = 2000)]
    public void Scrams_last_message_is_read_or_refused(byte[] noise, ushort position) =>
        ReadOrRefuse("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=,x=y", noise, position, ScramServerFinal.Read);

    [Property(MaxTest = 2000)]
    public void A_digest_challenge_is_read_or_refused(byte[] noise, ushort position) =>
        ReadOrRefuse("realm=\"a\\\"b\", nonce=\"c\",qop=\"auth\",algorithm=md5-sess,charset=utf-8", noise, position, DigestChallenge.Read);

    [Property(MaxTest = 2000)]
    public void An_explanation_is_read_or_passed_over_and_printable(byte[] noise, ushort position)
    {
        const string Json = """{"status":"invalid_token","x":[{"y":null}],"scope":"mail","openid-configuration":"https://example.org/"}""";
        foreach (var damaged in Damaged(Json, noise, position))
            Assert.DoesNotContain(BearerRefusal.Describe(OctetText.Encode(damaged), "secret"u8) ?? "", static c => c is < ' ' or > '~');
    }

    // What stands behind a valid first message: noise, or the right proof with noise in it, which proves nothing any more.
    [Property(MaxTest = 100)]
    public async Task A_damaged_proof_after_a_good_start_is_not_believed(byte[] noise, ushort position)
    {
        foreach (var (create, first, proof) in Exchanges)
            foreach (var damaged in Damaged(proof, noise, position).Where(damaged => !damaged.StartsWith(proof, StringComparison.Ordinal)))
            {
                using var client = create();
                foreach (var challenge in first)
                    await client.RespondAsync(OctetText.Encode(challenge), CancellationToken.None);
                var failure = await Record.ExceptionAsync(async () => await client.RespondAsync(OctetText.Encode(damaged), CancellationToken.None));
                Assert.True(client.IsComplete ? IsHarmless(damaged) : failure is MailException { ExitCode: ExitCode.Software });
            }
    }

    // The client's part of three exchanges that the tests of the mechanisms play to their end.
    static IEnumerable<(Func<ISaslClient> Create, string[] First, string Proof)> Exchanges =>
    [
        (
            static () => new ScramClient(ScramHash.Sha1, Some.Context("user", "pencil"), "fyko+d2lbbFgONRv9qkxdawL"),
            ["", "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"],
            "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="),
        (
            static () => new DigestMd5Client(
                Some.Context("chris", "secret") with { Service = "imap", Host = "elwood.innosoft.com" }, "OA6MHXh6VqTrRk"),
            ["realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",algorithm=md5-sess,charset=utf-8"],
            "rspauth=ea40f60335c427b5527b84dbabcdfffd"),
    ];

    // Blanks in base64, and blanks, commas and other directives around that of DIGEST-MD5, take nothing from the proof.
    static bool IsHarmless(string message) =>
        string.Concat(message.Where(static c => !char.IsWhiteSpace(c))).Contains("rmF9pqV8S7suAoZWja4dJRkFsKQ=", StringComparison.Ordinal)
        || message.Contains("ea40f60335c427b5527b84dbabcdfffd", StringComparison.Ordinal);

    // The message whole, with noise in front, inside or behind; and the noise instead of its tail.
    static void ReadOrRefuse<T>(string message, byte[] noise, ushort position, Func<string, T> read)
        where T : class
    {
        Assert.NotNull(read(message));
        foreach (var damaged in Damaged(message, noise, position))
            Assert.True(Record.Exception(() => read(damaged)) is null or InvalidDataException);
    }

    static IEnumerable<string> Damaged(string message, byte[] noise, ushort position)
    {
        var cut = position % (message.Length + 1);
        var text = OctetText.Decode(noise);
        return [message[..cut] + text + message[cut..], message[..cut] + text, text];
    }
}
