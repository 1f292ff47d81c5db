using System.Security.Cryptography;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Testing.Tests.Fakes;

/// <summary>A nonce from the server, a digest of it from the client, and a digest from the server to prove itself.</summary>
sealed class FakeSasl(SaslContext context, Fault fault) : ISaslClient
{
    static byte[]? shared;

    byte[]? nonce;
    bool isProven;
    bool isDisposed;

    public bool IsComplete => fault switch
    {
        Fault.NeverComplete => false,
        Fault.CompleteAtOnce => true,
        Fault.CompleteBeforeTheProof => Nonce is not null,
        _ => isProven,
    };

    byte[]? Nonce
    {
        get => fault == Fault.SharesState ? shared : nonce;
        set => nonce = shared = value;
    }

    public static SaslServerSide Serve(string secret)
    {
        byte[]? nonce = null;
        var isProven = false;
        return message =>
        {
            if (message is null)
                return nonce = RandomNumberGenerator.GetBytes(8);
            if (isProven)
                return null;
            isProven = true;
            Assert.Equal(Digest("client", nonce!, Encoding.UTF8.GetBytes(secret)), message);
            return Digest("server", nonce!, Encoding.UTF8.GetBytes(secret));
        };
    }

    public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken)
    {
        if (fault == Fault.CancelThrowsIO && cancellationToken.IsCancellationRequested)
            throw new IOException("cancelled");
        if (fault == Fault.ChokesOnNames && !CommandText.IsSafe(context.User))
            throw new ArgumentException("what a name!");
        return new((ReadOnlyMemory<byte>?)null);
    }

    public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken)
    {
        var secret = context.Secret!.Reveal().ToArray();
        if (isProven || nonce is not null && !challenge.Span.SequenceEqual(Digest("server", Nonce!, secret)))
            throw Wrong();
        if (nonce is not null)
        {
            isProven = true;
            return default;
        }
        Nonce = challenge.ToArray();
        return new(Digest("client", challenge.ToArray(), secret));
    }

    public void Dispose()
    {
        if (fault == Fault.DisposesTheSecret)
            context.Secret?.Dispose();
        if (fault == Fault.DisposeThrows)
            ObjectDisposedException.ThrowIf(isDisposed, this);
        isDisposed = true;
    }

    static byte[] Digest(string who, byte[] nonce, byte[] secret) =>
        SHA256.HashData([.. Encoding.ASCII.GetBytes(who), .. nonce, .. secret]);

    Exception Wrong() => fault switch
    {
        Fault.ThrowsFormat => new FormatException("not what I expected"),
        Fault.TellsTheSecret => new MailException(ExitCode.Software, DeliveryStage.Auth, $"not for {OctetText.Decode(context.Secret!.Reveal())}"),
        _ => new MailException(ExitCode.Software, DeliveryStage.Auth, "not what I expected"),
    };
}
