using Msmtp.Server;
using Msmtp.Testing;

namespace Msmtp.Peers;

/// <summary>Exim as a client of our own server.</summary>
[Collection<OneExim>]
public sealed class EximClientTests(Exim exim)
{
    [Fact]
    public async Task Exim_delivers_in_chunks()
    {
        await using var sink = MailSink.Start(static options => options with { BareLineEnds = BareLineEnds.Refuse });
        var body = string.Concat(Enumerable.Range(0, 5000).Select(static number => $".{number}\n.\n"));

        await exim.SendAsync(sink.Port, "a@example.net", $"Subject: chunks\n\n{body}");

        var mail = await sink.NextMailAsync(TestContext.Current.CancellationToken);
        var chunks = sink.Commands.Where(static line => line.StartsWith("BDAT ", StringComparison.Ordinal)).ToList();
        Assert.True(chunks.Count > 1, "the message came in one chunk");
        Assert.EndsWith(" LAST", chunks[^1], StringComparison.Ordinal);
        Assert.EndsWith($"Subject: chunks\n\n{body}", WithoutAdditions(mail.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exim_says_DATA_where_chunks_are_not_offered()
    {
        await using var sink = MailSink.Start(static options => options with { Extensions = SmtpExtensions.Default & ~SmtpExtensions.Chunking });

        await exim.SendAsync(sink.Port, "a@example.net", "Subject: dots\n\n.\n");

        await sink.NextMailAsync(TestContext.Current.CancellationToken);
        Assert.Contains("DATA", sink.Commands);
    }

    // What Exim adds: Received in front, and Message-Id, From and Date if they are missing.
    static string WithoutAdditions(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var subject = text[..end].Split('\n').Single(static line => line.StartsWith("Subject:", StringComparison.Ordinal));
        return subject + text[end..];
    }
}
