using Microsoft.Win32.SafeHandles;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <content>The two commands by which a file is made of more than its lines.</content>
sealed partial class ConfigurationReader
{
    /// <summary>Sixteen files that each include the next one twice are 65,536.</summary>
    public const int MostIncludes = 1000;

    async ValueTask IncludeAsync(ConfigurationReading reading, ConfigurationPlace place, string argument, CancellationToken cancellationToken)
    {
        if (argument.Length == 0)
            throw place.Wrong("command include needs an argument");
        var path = IncludePath.Of(argument, place.Path, expansion.Home);
        if (IncludePath.IsPattern(argument) && FilePresence.IsMissing(path))
            throw place.Wrong(
                $"{argument} is not there, and command include takes no patterns",
                "name the folder: its files are read in the order of their names, but for hidden ones and copies that were left behind");
        if (!Directory.Exists(path))
        {
            await IncludeFileAsync(reading, place, path, cancellationToken).ConfigureAwait(false);
            return;
        }
        foreach (var file in FilesIn(place, path))
        {
            if (IncludePath.IsPassedOver(file))
                reading.Note($"passed over {file}, in a folder included in line {place.Line} of {place.Path}");
            else if (FileVersion.Of(file) is { Size: 0 } known && known != default)
                // There is nothing in it, or it is a pipe, for which everybody's mail would wait.
                Included.Add(file);
            else
                await IncludeFileAsync(reading, place, file, cancellationToken).ConfigureAwait(false);
        }
    }

    string[] FilesIn(ConfigurationPlace place, string folder)
    {
        Included.Add(folder);
        try
        {
            return IncludePath.FilesIn(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(place, ConfigurationContent.Unusable(folder, e));
        }
    }

    async ValueTask IncludeFileAsync(ConfigurationReading reading, ConfigurationPlace place, string path, CancellationToken cancellationToken)
    {
        var inner = Inner(place, path);
        Included.Add(path);
        using var file = Opened(place, path);
        using var content = Content(place, path, file);
        try
        {
            var holdsSecret = reading.Accounts.HoldsSecret;
            reading.Accounts.HoldsSecret = false;
            await ReadAsync(reading, inner, content.Memory, cancellationToken).ConfigureAwait(false);
            if (reading.Accounts.HoldsSecret && reading.IsPrivate)
                SecretFileCheck.Require(path, file);
            // Of each file its own secrets count.
            reading.Accounts.HoldsSecret = holdsSecret;
        }
        catch (MailException e) when (!reading.IsTraced)
        {
            reading.IsTraced = true;
            throw new MailException(e.Failure with { Advice = e.Advice is null ? inner.Origin : $"{e.Advice} ({inner.Origin})" }, e.InnerException);
        }
        reading.Note($"loaded {path}, {inner.Origin}");
    }

    ConfigurationPlace Inner(ConfigurationPlace place, string path)
    {
        try
        {
            return Included.Count < MostIncludes
                ? place.Including(path)
                : throw new InvalidDataException($"{path} is one file too many: {MostIncludes} are already included");
        }
        catch (InvalidDataException e)
        {
            throw place.Wrong(e);
        }
    }

    SafeFileHandle Opened(ConfigurationPlace place, string path)
    {
        try
        {
            return ConfigurationContent.Open(path);
        }
        catch (MailException e)
        {
            throw Unusable(place, e);
        }
    }

    SecretBuffer Content(ConfigurationPlace place, string path, SafeFileHandle file)
    {
        try
        {
            return ConfigurationContent.Read(path, file);
        }
        catch (MailException e)
        {
            throw Unusable(place, e);
        }
    }

    MailException Unusable(ConfigurationPlace place, MailException e)
    {
        if (e.InnerException is UnauthorizedAccessException)
            Included.Denied = e.Message;
        return place.Failed(e);
    }

    static bool IsOn(ConfigurationPlace place, string argument) => argument is "on" or ""
        || (argument is "off" ? false : throw place.Wrong($"invalid argument {argument} for command expand", "expand takes on, off"));

    // Names of accounts and files, and values, may differ from one environment to the other; which commands and which code run must not.
    ConfigurationLine Expanded(ConfigurationReading reading, ConfigurationPlace place, ConfigurationLine line)
    {
        if (!place.Expands || !Expansion.IsNeeded(line.Octets.Span))
            return line;
        var setting = plugins.FindCommand(line.Command)?.Setting;
        if (setting is null ? line.Command is not (Include or "account") : setting.IsLiteral)
            return line;
        var expanded = Expanded(place, line, setting?.Patterns ?? "");
        if (expanded.Lacks is { } variable)
        {
            reading.LacksVariable = true;
            throw place.Wrong($"command {line.Command}: {variable.Problem}", variable.Advice);
        }
        if (expanded.Parts.Length > 0)
            reading.Note($"{line.Command} in line {place.Line} of {place.Path} is made of {expanded.Parts}");
        return line with { Octets = OctetText.Encode(expanded.Text) };
    }

    Expanded Expanded(ConfigurationPlace place, ConfigurationLine line, string later)
    {
        try
        {
            return expansion.Expand(line.Argument, later, isName: line.Command == "account");
        }
        catch (InvalidDataException e)
        {
            throw place.Wrong($"command {line.Command}: {e.Message}");
        }
        catch (MailException e)
        {
            throw place.Failed(e);
        }
    }
}
