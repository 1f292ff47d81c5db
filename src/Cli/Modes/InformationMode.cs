using System.Runtime.InteropServices;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary><c>--version</c> and <c>--help</c>: the version first if both are asked for.</summary>
sealed class InformationMode(CommandSession session)
{
    public void Run(OptionTable table)
    {
        if (session.Arguments.PrintsVersion)
            StandardWriter.Output.Write(VersionText.Of(Facts()));
        if (session.Arguments.PrintsHelp)
            StandardWriter.Output.Write(HelpText.Of(table));
    }

    VersionFacts Facts()
    {
        var paths = new ConfigurationPaths(session.Environment.User, session.Environment.Environment);
        return new VersionFacts
        {
            Version = ProgramVersion.Text,
            Platform = RuntimeInformation.RuntimeIdentifier,
            TlsLibrary = "OpenSSL",
            Mechanisms = session.Plugins.MechanismNames,
            Keyrings = session.Plugins.KeyringNames,
            SystemFile = paths.System,
            UserFile = paths.User,
        };
    }
}
