using MailKit.Security;

namespace Msmtp.Auth.Ntlm;

/// <summary>
/// NTLM (MS-NLMP; in SMTP, MS-SMTPNTLM), always version 2: the client says what it can do, the server sends a number, the
/// client proves with it that it knows the password. MailKit writes the messages.
/// </summary>
sealed class NtlmClient(SaslContext context) : ISaslClient
{
    // The machine's name is nobody's business, and servers do not need it.
    readonly SaslMechanismNtlm ntlm = new(NtlmIdentity.Read(context)) { Workstation = "WORKSTATION" };
    bool hasNegotiated;

    public bool IsComplete => ntlm.IsAuthenticated;

    // Some servers take the first message behind AUTH NTLM; msmtp waits to be asked, which all of them do.
    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken ct) => new((ReadOnlyMemory<byte>?)null);

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken ct)
    {
        if (IsComplete)
            throw NtlmFailure.WrongMessage("the server sent a challenge after the last response");
        if (hasNegotiated)
            return new(Authenticate(challenge.Span, ct));
        hasNegotiated = true;
        return new(Answer("", ct));
    }

    public void Dispose()
    {
    }

    byte[] Authenticate(ReadOnlySpan<byte> challenge, CancellationToken ct)
    {
        try
        {
            NtlmChallenge.Check(challenge);
        }
        catch (InvalidDataException e)
        {
            throw NtlmFailure.WrongMessage(e.Message, e);
        }
        return Answer(Convert.ToBase64String(challenge), ct);
    }

    byte[] Answer(string challenge, CancellationToken ct) => Convert.FromBase64String(ntlm.Challenge(challenge, ct));
}
