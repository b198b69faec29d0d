using System.ComponentModel;
using System.Globalization;

namespace HelpLightning.PartnerKeys;

/// <summary>From text, for what binds settings to objects, such as a configuration section.</summary>
internal sealed class SiteIdTypeConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? SiteId.Parse(text.Trim(), CultureInfo.InvariantCulture) : base.ConvertFrom(context, culture, value);
}
