namespace Msmtp;

/// <summary>The transport of a <see cref="MailCapture"/>.</summary>
sealed class CapturePlugin(string name, MailCapture capture) : IPlugin
{
    public string Id => "transport.capture";

    public void Register(IPluginRegistry registry) =>
        registry.AddTransport(name, (context, _) => new ValueTask<ITransport>(new CaptureTransport(context.Account.Name, capture)));
}
