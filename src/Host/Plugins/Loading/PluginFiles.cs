namespace Msmtp.Hosting;

/// <summary>
/// Finds a plugin's assembly, NAME/NAME.dll, and makes sure that only the user and root could have put it there, and anything that may be
/// loaded with it: a plugin acts with the user's rights.
/// </summary>
/// <param name="folders">Where to look, in this order.</param>
sealed class PluginFiles(IReadOnlyList<string> folders)
{
    /// <summary>The absolute path of the assembly.</summary>
    /// <exception cref="InvalidDataException">There is none, or others can change it.</exception>
    public string Find(string name)
    {
        var found = folders.Select(folder => Path.Combine(folder, name, name + ".dll")).FirstOrDefault(File.Exists)
            ?? throw new InvalidDataException(
                $"there is no {name}/{name}.dll in {string.Join(", ", folders)}; put it there, or name its folder in {PluginPath.Variable}");
        if (OperatingSystem.IsWindows())
            return found;
        var assembly = RealPath.Of(found);
        try
        {
            var files = new PrivateFiles();
            files.RequireWay(found);
            files.RequireFolder(Path.GetDirectoryName(assembly)!);
            return assembly;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{assembly}: {SystemError.Describe(e)}", e);
        }
    }
}
