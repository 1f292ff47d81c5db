namespace Msmtp.Hosting;

/// <summary>The queue of an account.</summary>
static class MailQueues
{
    /// <summary>The setting that tells the queues of accounts apart; null: there is one queue for all, or none.</summary>
    public static SettingKey? Place(PluginRegistry plugins) => Registration(plugins)?.Place;

    /// <summary>Accounts with the same key have the same queue.</summary>
    public static string KeyOf(PluginRegistry plugins, AccountSettings settings) => Place(plugins)?.Show(settings) ?? "";

    /// <summary>Where an account wants its queue; null: it says nothing about that.</summary>
    public static string? PlaceOf(PluginRegistry plugins, AccountSettings settings) =>
        Place(plugins) is { } place && settings.Has(place) && place.Show(settings) is var value && value != SettingKey.NotSet ? value : null;

    /// <exception cref="MailException">No plugin provides one, or it cannot be created.</exception>
    public static IMailQueue Of(PluginRegistry plugins, PluginContext context) =>
        (Registration(plugins) ?? throw Missing()).Create(context);

    static MailQueueRegistration? Registration(PluginRegistry plugins) => plugins.Queues is [var first, ..] ? first : null;

    static MailException Missing() => new(ExitCode.Config, DeliveryStage.Configure, "there is no queue: no plugin provides one")
    {
        Advice = "write \"queue off\", or add a plugin with a queue, such as queue.spool",
    };
}
