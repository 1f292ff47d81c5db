using System.Globalization;
using System.Reflection;

namespace Msmtp.Architecture.Tests;

/// <summary>Types as they are written, with the question marks of what may be null.</summary>
static class TypeText
{
    public static string Of(FieldInfo field) => Text(new NullabilityInfoContext().Create(field));

    public static string Of(PropertyInfo property) => Text(new NullabilityInfoContext().Create(property));

    public static string Of(ParameterInfo parameter) =>
        (parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "") + Text(new NullabilityInfoContext().Create(parameter));

    public static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        var isShort = type.IsGenericParameter || type.Namespace?.StartsWith("System", StringComparison.Ordinal) != false;
        var name = isShort ? type.Name : type.FullName ?? $"{type.Namespace}.{type.Name}";
        var end = name.IndexOf('`', StringComparison.Ordinal);
        return end < 0 ? name : $"{name[..end]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    static string Text(NullabilityInfo info)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var canBeNull = info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable;
        var mark = canBeNull && !type.IsValueType ? "?" : "";
        if (info.GenericTypeArguments.Length == 0 || Nullable.GetUnderlyingType(type) is not null || !type.IsGenericType)
            return Name(type) + mark;
        var name = Name(type);
        return $"{name[..name.IndexOf('<', StringComparison.Ordinal)]}<{string.Join(", ", info.GenericTypeArguments.Select(Text))}>{mark}";
    }
}
