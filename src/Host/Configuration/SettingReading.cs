namespace Msmtp.Hosting;

/// <summary>Reads arguments with parsers that may come from a plugin: one that throws is reported as an error in the line.</summary>
static class SettingReading
{
    /// <inheritdoc cref="SettingSpelling.TryApply"/>
    /// <exception cref="InvalidDataException">The parser broke its contract; the message names the command, and never a secret.</exception>
    public static bool TryApply(SettingSpelling spelling, SettingArgument argument, AccountSettingsBuilder settings)
    {
        try
        {
            return spelling.TryApply(argument, settings);
        }
        catch (Exception e) when (e is not InvalidDataException)
        {
            // The runtime's own messages quote what could not be read.
            var reason = spelling.Setting.IsSecret ? e.GetType().Name : $"{e.GetType().Name}: {e.Message}";
            throw new InvalidDataException($"command {spelling.Name} cannot be read, the plugin that brought it failed: {reason}", e);
        }
    }
}
