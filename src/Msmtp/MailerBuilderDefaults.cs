using Msmtp.Hosting;

namespace Msmtp;

/// <summary>The default plugins, for an application without a container.</summary>
public static class MailerBuilderDefaults
{
    /// <summary>Adds <see cref="DefaultPlugins.All"/>.</summary>
    public static MailerBuilder AddDefaultPlugins(this MailerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var plugin in DefaultPlugins.All)
            builder.AddPlugin(plugin);
        return builder;
    }
}
