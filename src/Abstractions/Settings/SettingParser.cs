using System.Diagnostics.CodeAnalysis;

namespace Msmtp;

/// <summary>
/// Reads a setting's argument. Pure: called for every line of msmtprc and every option, possibly without any mail being
/// sent. False: the argument is invalid, and the host says so with file and line or option.
/// </summary>
public delegate bool SettingParser<T>(SettingArgument argument, [MaybeNullWhen(false)] out T value);
