namespace Msmtp.Hosting;

/// <summary>A plugin from a folder, made and not yet registered.</summary>
sealed record LoadedPlugin(IPlugin Plugin, PluginOrigin Origin);
