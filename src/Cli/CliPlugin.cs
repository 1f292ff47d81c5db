namespace Msmtp.Cli;

/// <summary>What only a command has: a person at a terminal.</summary>
sealed class CliPlugin : IPlugin
{
    public string Id => "cli";

    public void Register(IPluginRegistry registry) =>
        registry.AddSecretSource("terminal", TerminalPrompt.Facts, static _ => new TerminalPrompt());
}
