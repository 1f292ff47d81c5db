using System.Globalization;

namespace Msmtp.Host.Tests.Authentication;

/// <summary>A channel to a server that follows a transcript, which is written as in SMTP. Wrong and missing messages fail the test.</summary>
sealed class ScriptedChannel(string script, params string[] mechanisms) : ISaslChannel
{
    readonly Queue<string> left = new(script.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public SaslOffer Offer { get; init; } = new("mail.example.org", 587) { Mechanisms = mechanisms };

    public ValueTask<SaslAnswer> BeginAsync(string mechanism, ReadOnlyMemory<byte>? initialResponse, CancellationToken cancellationToken) =>
        new(Exchange($"C: AUTH {mechanism}{(initialResponse is { } some ? " " + Convert.ToBase64String(some.Span) : "")}"));

    public ValueTask<SaslAnswer> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        new(Exchange($"C: {Convert.ToBase64String(response.Span)}".TrimEnd()));

    public ValueTask CancelAsync(CancellationToken cancellationToken)
    {
        Exchange("C: *");
        return default;
    }

    /// <summary>Everything was said and heard.</summary>
    public void Finish() => Assert.Empty(left);

    SaslAnswer Exchange(string message)
    {
        Assert.Equal(left.TryDequeue(out var expected) ? expected : "nothing more", message);
        var answer = left.Dequeue();
        if (answer == "S hangs up")
            throw new MailException(ExitCode.Protocol, DeliveryStage.Auth, "the server hung up");
        Assert.StartsWith("S: ", answer, StringComparison.Ordinal);
        return SaslAnswer.Of(new ServerReply(int.Parse(answer.AsSpan(3, 3), CultureInfo.InvariantCulture), null, [answer[7..]]));
    }
}
