namespace Msmtp.Transport.Smtp;

/// <summary>The settings about encryption.</summary>
static class TlsSettings
{
    public static void Register(IPluginRegistry registry)
    {
    }
}
