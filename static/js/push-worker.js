// Shows what the house pushes, and leads to the app. It keeps nothing and answers no other request.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  const { title = "Hitokoe", body = "", lang = "", tag = "" } = told;
  event.waitUntil(self.registration.showNotification(title, { body, lang, tag, icon: "/static/icons/hitokoe.svg" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((windows) => {
      const open = windows.find((one) => "focus" in one);
      return open ? open.focus() : self.clients.openWindow("/");
    }),
  );
});
