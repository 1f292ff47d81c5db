using System.Buffers;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Principal;

namespace Msmtp.Auth.Gssapi;

/// <summary>Kerberos 5 by the runtime, which loads the system's GSS-API library. Tickets come from a cache or a client keytab.</summary>
/// <param name="service">The service's Kerberos name: smtp/HOST.</param>
/// <param name="library">The system's library.</param>
sealed class KerberosContext(string service, string library = KerberosLibrary.Name) : ISecurityContext
{
    const string Expired = "the Kerberos ticket has expired: get a new one with kinit";

    NegotiateAuthentication? negotiation;

    public bool IsEstablished => negotiation is { IsAuthenticated: true, IsMutuallyAuthenticated: true };

    NegotiateAuthentication Negotiation => negotiation ??= Begin();

    public ValueTask<byte[]> StepAsync(ReadOnlyMemory<byte> token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = Negotiation.GetOutgoingBlob(token.Span, out var status);
        return status is NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded
            ? new(answer ?? [])
            : throw new GssapiException(Reason(status));
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message)
    {
        var plain = new ArrayBufferWriter<byte>();
        return Negotiation.Unwrap(message, plain, out _) is NegotiateAuthenticationStatusCode.Completed
            ? plain.WrittenSpan.ToArray()
            : throw new GssapiException("the server's message is not protected by the key of this session");
    }

    public byte[] Wrap(ReadOnlySpan<byte> message)
    {
        var wrapped = new ArrayBufferWriter<byte>();
        return Negotiation.Wrap(message, wrapped, requestEncryption: false, out _) is NegotiateAuthenticationStatusCode.Completed
            ? wrapped.WrittenSpan.ToArray()
            : throw new GssapiException("the last message cannot be protected");
    }

    public void Dispose() => negotiation?.Dispose();

    NegotiateAuthentication Begin()
    {
        // Tried here first: a library it cannot load the runtime reports on standard error, and then fails in a type initializer.
        if (OperatingSystem.IsLinux() && !NativeLibrary.TryLoad(library, out _))
            throw new GssapiException($"the system's Kerberos library, {library}, cannot be loaded");
        KerberosCache.Check(service);
        return new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            Package = "Kerberos",
            TargetName = service,
            RequireMutualAuthentication = true,
            // RFC 4752 §3.1: the last two messages are integrity-protected.
            RequiredProtectionLevel = ProtectionLevel.Sign,
            AllowedImpersonationLevel = TokenImpersonationLevel.Identification,
        });
    }

    string Reason(NegotiateAuthenticationStatusCode status) => status switch
    {
        NegotiateAuthenticationStatusCode.UnknownCredentials => $"no Kerberos ticket for {service}: get one with kinit",
        NegotiateAuthenticationStatusCode.CredentialsExpired => Expired,
        NegotiateAuthenticationStatusCode.GenericFailure when KerberosTicket.HasExpired() => Expired,
        NegotiateAuthenticationStatusCode.TargetUnknown => $"the key distribution centre does not know {service}",
        _ => $"no security context with {service} ({status})",
    };
}
