namespace Msmtp.Auth.Gssapi;

/// <summary>The system's GSS-API library.</summary>
static class KerberosLibrary
{
    /// <summary>MIT's, which the runtime loads too.</summary>
    public const string Name = "libgssapi_krb5.so.2";
}
