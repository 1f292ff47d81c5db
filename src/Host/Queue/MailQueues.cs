namespace Msmtp.Hosting;

/// <summary>The queue of an account.</summary>
static class MailQueues
{
    /// <summary>The registration that is used; null: there is none.</summary>
    public static MailQueueRegistration? Registration(PluginRegistry plugins) =>
        plugins.All<MailQueueRegistration>() is [var first, ..] ? first : null;

    /// <exception cref="MailException">No plugin provides one, or it cannot be created.</exception>
    public static IMailQueue Of(PluginRegistry plugins, PluginContext context) =>
        (Registration(plugins) ?? throw Missing()).Create(context);

    static MailException Missing() => new(ExitCode.Config, DeliveryStage.Configure, "there is no queue: no plugin provides one")
    {
        Advice = "write \"queue off\", or add a plugin with a queue, such as queue.spool",
    };
}
