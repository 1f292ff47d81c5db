using Msmtp.Hosting;

namespace Msmtp;

/// <summary>The transport of a <see cref="MailCapture"/>.</summary>
sealed class CapturePlugin(MailCapture capture) : IPlugin
{
    const string TransportName = "capture";

    public string Id => "transport.capture";

    /// <summary>Has every mail of a mailer kept. Nobody is asked for a secret that nobody would use.</summary>
    public static void Use(MailerBuilder builder, MailCapture capture) => builder
        .AddPlugin(new CapturePlugin(capture))
        .UseTransport(TransportName)
        .UseSettings(AccountSettings.Empty.With(CommonSettings.Auth, AuthChoice.Off));

    public void Register(IPluginRegistry registry) => registry.Add(
        new TransportRegistration(TransportName, (context, _) => new ValueTask<ITransport>(new CaptureTransport(context.Account.Name, capture)))
        {
            NeedsNoHost = true,
            Probe = TransportProbe.Opening,
            PassesNotifications = true,
        });
}
