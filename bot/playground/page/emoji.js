// The emoji that messages of bots use most, by Slack's names for them.

const NAMES = `
+1 👍 -1 👎 alarm_clock ⏰ arrow_down ⬇️ arrow_forward ▶️ arrow_heading_down ⤵️ arrow_heading_up ⤴️ arrow_left ⬅️ arrow_right ➡️
arrow_up ⬆️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 bar_chart 📊 bell 🔔 no_bell 🔕 black_circle ⚫ blue_heart 💙
blush 😊 bookmark 🔖 books 📚 boom 💥 bulb 💡 bust_in_silhouette 👤 busts_in_silhouette 👥 calendar 📅 date 📅 spiral_calendar_pad 🗓️
chart_with_downwards_trend 📉 chart_with_upwards_trend 📈 chart 💹 checkered_flag 🏁 clap 👏 clipboard 📋 clock9 🕘 confetti_ball 🎊 construction 🚧
credit_card 💳 cry 😢 dart 🎯 eyes 👀 exclamation ❗ face_with_thermometer 🤒 fire 🔥 gear ⚙️ gift 🎁 green_heart 💚 grin 😁
grey_question ❔ hammer_and_wrench 🛠️ hand ✋ heart ❤️ heavy_check_mark ✔️ heavy_minus_sign ➖ heavy_plus_sign ➕ hourglass ⌛
hourglass_flowing_sand ⏳ house 🏠 hugging_face 🤗 information_source ℹ️ joy 😂 key 🔑 large_blue_circle 🔵 large_green_circle 🟢
large_orange_circle 🟠 large_purple_circle 🟣 large_yellow_circle 🟡 red_circle 🔴 white_circle ⚪ large_green_square 🟩 large_yellow_square 🟨
large_red_square 🟥 link 🔗 lock 🔒 unlock 🔓 loudspeaker 📢 mag 🔍 mailbox 📫 mega 📣 memo 📝 muscle 💪 no_entry ⛔ no_entry_sign 🚫
ok ✅ ok_hand 👌 palm_tree 🌴 paperclip 📎 partying_face 🥳 pencil ✏️ pencil2 ✏️ point_down 👇 point_right 👉 point_up 👆 pray 🙏
pushpin 📌 question ❓ raised_hands 🙌 repeat 🔁 robot_face 🤖 rocket 🚀 rotating_light 🚨 sad 😞 scales ⚖️ seedling 🌱 slightly_smiling_face 🙂
smile 😄 smiley 😃 snowflake ❄️ sob 😭 sparkles ✨ speech_balloon 💬 star ⭐ star2 🌟 stopwatch ⏱️ sunny ☀️ sweat_smile 😅 tada 🎉
thinking_face 🤔 thumbsdown 👎 thumbsup 👍 timer_clock ⏲️ trophy 🏆 warning ⚠️ wave 👋 white_check_mark ✅ white_flag 🏳️ wrench 🔧 x ❌ zap ⚡
zzz 💤 medal 🏅 triangular_flag_on_post 🚩 small_blue_diamond 🔹 small_orange_diamond 🔸 small_red_triangle 🔺 small_red_triangle_down 🔻
double_vertical_bar ⏸️ pause_button ⏸️ arrow_backward ◀️ left_right_arrow ↔️ wastebasket 🗑️ inbox_tray 📥 outbox_tray 📤 1234 🔢
`;

const EMOJI = new Map();
const words = NAMES.trim().split(/\s+/);
for (let index = 0; index < words.length; index += 2) EMOJI.set(words[index], words[index + 1]);

/** The sign for a name; the name in colons where there is none. */
export function emoji(name) {
  return signOf(name) || `:${name}:`;
}

/** The sign for a name, if there is one. */
export function signOf(name) {
  return EMOJI.get(name.replace(/::skin-tone-\d$/, ""));
}
