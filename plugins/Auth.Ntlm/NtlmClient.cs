using System.Net;
using MailKit.Security;

namespace Msmtp.Auth.Ntlm;

/// <summary>
/// NTLM (MS-NLMP; in SMTP, MS-SMTPNTLM): the client says what it supports, the server sends a nonce, and the client uses it to prove
/// that it knows the password. MailKit writes the messages, except the response to servers that only know version 1.
/// </summary>
sealed class NtlmClient : ISaslClient
{
    // The machine's name is private, and servers do not need it.
    const string Workstation = "WORKSTATION";

    readonly bool isEncrypted;
    readonly NetworkCredential identity;
    readonly SaslMechanismNtlm ntlm;
    bool hasNegotiated;

    public NtlmClient(SaslContext context)
    {
        isEncrypted = context.IsEncrypted;
        identity = NtlmIdentity.Read(context);
        ntlm = new SaslMechanismNtlm(identity) { Workstation = Workstation };
    }

    public bool IsComplete { get; private set; }

    // Some servers accept the first message with AUTH NTLM; msmtp waits to be asked, which works with all of them.
    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => new((ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        if (IsComplete)
            throw NtlmFailure.WrongMessage("the server sent a challenge after the last response");
        if (hasNegotiated)
            return new(Finish(challenge.Span, cancellationToken));
        hasNegotiated = true;
        return new(Answer("", cancellationToken));
    }

    public void Dispose()
    {
    }

    byte[] Finish(ReadOnlySpan<byte> challenge, CancellationToken cancellationToken)
    {
        try
        {
            NtlmChallenge.Check(challenge);
        }
        catch (InvalidDataException e)
        {
            throw NtlmFailure.WrongMessage(e.Message, e);
        }

        // Version 1 can be broken by eavesdroppers. In the clear such a server gets version 2, and refuses it.
        var answer = isEncrypted && NtlmVersion1.IsAllThatIsOffered(challenge)
            ? NtlmVersion1.Answer(identity, Workstation, challenge)
            : Answer(Convert.ToBase64String(challenge), cancellationToken);
        IsComplete = true;
        return answer;
    }

    byte[] Answer(string challenge, CancellationToken cancellationToken) =>
        Convert.FromBase64String(ntlm.Challenge(challenge, cancellationToken));
}
