using System.Text;

namespace Msmtp.Server;

/// <summary>The exchange after an AUTH command (RFC 4954 §4), for PLAIN (RFC 4616) and LOGIN (draft-murchison-sasl-login).</summary>
sealed class AuthDialogue(SmtpConnection connection, SmtpServerOptions options)
{
    /// <summary>Obtains the credentials, or the reply that refuses the attempt: exactly one of them is not null.</summary>
    /// <param name="mechanism">One of those offered, in upper case.</param>
    /// <param name="initialResponse">In base64, "=" for an empty one; null: the client waits for a challenge.</param>
    /// <param name="cancellationToken">Cancelled when the server stops.</param>
    public ValueTask<(SmtpCredentials? Credentials, SmtpReply? Refusal)> RunAsync(
        string mechanism, string? initialResponse, CancellationToken cancellationToken) =>
        mechanism == "PLAIN" ? PlainAsync(initialResponse, cancellationToken) : LoginAsync(initialResponse, cancellationToken);

    async ValueTask<(SmtpCredentials? Credentials, SmtpReply? Refusal)> PlainAsync(
        string? initialResponse, CancellationToken cancellationToken)
    {
        var (message, refusal) = await FirstAsync(initialResponse, "", cancellationToken).ConfigureAwait(false);
        if (message is null)
            return (null, refusal);
        return PlainMessage.TryParse(message, out var credentials) ? (credentials, null) : (null, Replies.AuthMalformed);
    }

    async ValueTask<(SmtpCredentials? Credentials, SmtpReply? Refusal)> LoginAsync(
        string? initialResponse, CancellationToken cancellationToken)
    {
        var (name, nameRefusal) = await FirstAsync(initialResponse, "Username:", cancellationToken).ConfigureAwait(false);
        if (name is null)
            return (null, nameRefusal);
        var (password, refusal) = await AskAsync("Password:", cancellationToken).ConfigureAwait(false);
        return password is null ? (null, refusal) : (new SmtpCredentials("", Encoding.UTF8.GetString(name), password), null);
    }

    ValueTask<(byte[]? Octets, SmtpReply? Refusal)> FirstAsync(string? initialResponse, string challenge, CancellationToken cancellationToken) =>
        initialResponse switch
        {
            null => AskAsync(challenge, cancellationToken),
            "=" => ValueTask.FromResult<(byte[]?, SmtpReply?)>(([], null)),
            _ => ValueTask.FromResult(Decode(Encoding.UTF8.GetBytes(initialResponse))),
        };

    async ValueTask<(byte[]? Octets, SmtpReply? Refusal)> AskAsync(string challenge, CancellationToken cancellationToken)
    {
        var text = Convert.ToBase64String(Encoding.ASCII.GetBytes(challenge));
        connection.Write(new SmtpReply(334, null, text), options.Offers(SmtpExtensions.EnhancedStatusCodes));
        var (status, line) = await connection.ReadAnswerAsync(cancellationToken).ConfigureAwait(false);
        return status switch
        {
            LineStatus.TooLong => (null, Replies.AuthLineTooLong),
            LineStatus.BareLineFeed => (null, Replies.BareLineFeed),
            _ => line.Span.SequenceEqual("*"u8) ? (null, Replies.AuthCancelled) : Decode(line.Span),
        };
    }

    static (byte[]? Octets, SmtpReply? Refusal) Decode(ReadOnlySpan<byte> line) =>
        Base64Line.TryDecode(line, out var octets) ? (octets, null) : (null, Replies.AuthMalformed);
}
