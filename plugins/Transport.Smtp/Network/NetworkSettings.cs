namespace Msmtp.Transport.Smtp;

/// <summary>The settings about the way to the server.</summary>
static class NetworkSettings
{
    public static void Register(IPluginRegistry registry)
    {
    }
}
