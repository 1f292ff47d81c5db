using System.Buffers.Text;
using System.Text;

namespace Msmtp;

/// <summary>What a server says to one message of a SASL exchange.</summary>
/// <param name="Kind">What it means.</param>
public sealed record SaslAnswer(SaslAnswerKind Kind)
{
    /// <summary>
    /// The octets of a challenge, or of what came with a success (RFC 4422 §5). Null: there are none, or they are not encoded as the
    /// protocol has it; a mechanism that reads no challenges does not mind.
    /// </summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>The server's own words, for the user; null: the protocol has none that could be shown.</summary>
    public ServerReply? Reply { get; init; }

    /// <summary>What a reply of SMTP or LMTP means, for every transport that speaks them (RFC 4954 §4, §6).</summary>
    public static SaslAnswer Of(ServerReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var kind = KindOf(reply.Code);
        // SMTP has no place for what comes with a success, but some servers put their proof behind the 235.
        return new SaslAnswer(kind) { Reply = reply, Data = kind is SaslAnswerKind.Challenge or SaslAnswerKind.Success ? Decode(reply) : null };
    }

    static SaslAnswerKind KindOf(int code) => code switch
    {
        334 => SaslAnswerKind.Challenge,
        235 => SaslAnswerKind.Success,
        // RFC 4954 §4: the mechanism is not known.
        504 => SaslAnswerKind.MechanismRefused,
        // RFC 4954 §6: the password has to be set anew for this mechanism, by another one; it is too weak; it needs encryption.
        432 or 534 or 538 => SaslAnswerKind.MechanismRefused,
        // RFC 4954 §6: the only reply that says that the secret is wrong; 454 speaks of the server.
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

/// <summary>What the answer to one message of a SASL exchange means.</summary>
public enum SaslAnswerKind
{
    /// <summary>The exchange has failed, for a reason that says nothing of mechanism or secret. Nothing else is tried.</summary>
    Failed,

    /// <summary>The server wants a response.</summary>
    Challenge,

    /// <summary>The server has let the client in.</summary>
    Success,

    /// <summary>The server will not let this user in by this mechanism, whatever the secret: another may be tried.</summary>
    MechanismRefused,

    /// <summary>The server says that the secret, or the user's name, is wrong. Another try would count as another wrong one.</summary>
    SecretRefused,
}
