using System.Buffers.Text;
using System.Text;

namespace Msmtp;

/// <summary>A server's answer to one message of a SASL exchange.</summary>
/// <param name="Kind">What it means.</param>
public sealed record SaslAnswer(SaslAnswerKind Kind)
{
    /// <summary>
    /// The octets of a challenge, or of additional data with success (RFC 4422 §5). Null if there are none, or if they are not encoded as the
    /// protocol requires, which is no matter for a mechanism that does not read challenges.
    /// </summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>The server's reply, for the user; null if the protocol has none that can be shown.</summary>
    public ServerReply? Reply { get; init; }

    /// <summary>Interprets a reply of SMTP or LMTP (RFC 4954 §4, §6).</summary>
    public static SaslAnswer Of(ServerReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var kind = KindOf(reply.Code);
        // SMTP has no additional data with success, but some servers put their proof after the 235.
        return new SaslAnswer(kind) { Reply = reply, Data = kind is SaslAnswerKind.Challenge or SaslAnswerKind.Success ? Decode(reply) : null };
    }

    static SaslAnswerKind KindOf(int code) => code switch
    {
        334 => SaslAnswerKind.Challenge,
        235 => SaslAnswerKind.Success,
        // RFC 4954 §4: the mechanism is not known.
        504 => SaslAnswerKind.MechanismRefused,
        // RFC 4954 §6: a password transition is needed; the mechanism is too weak; encryption is required.
        432 or 534 or 538 => SaslAnswerKind.MechanismRefused,
        // RFC 4954 §6: the only reply that says that the secret is wrong; 454 is about the server.
        535 => SaslAnswerKind.SecretRefused,
        _ => SaslAnswerKind.Failed,
    };

    static ReadOnlyMemory<byte>? Decode(ServerReply reply)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(reply.Lines));
        if (!Base64.IsValid(text, out var length))
            return null;
        var octets = new byte[length];
        Base64.DecodeFromUtf8(text, octets, out _, out _);
        return octets;
    }
}

/// <summary>The meaning of an answer to one message of a SASL exchange.</summary>
public enum SaslAnswerKind
{
    /// <summary>The exchange failed for a reason that concerns neither mechanism nor secret. Nothing else is tried.</summary>
    Failed,

    /// <summary>The server expects a response.</summary>
    Challenge,

    /// <summary>Authentication succeeded.</summary>
    Success,

    /// <summary>The server refuses this mechanism for this user, whatever the secret. Another mechanism may be tried.</summary>
    MechanismRefused,

    /// <summary>The server rejects the secret or the user name. Another attempt would count as another wrong one.</summary>
    SecretRefused,
}
